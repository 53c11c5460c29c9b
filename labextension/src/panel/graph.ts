/** The graph of the steps, drawn by JupyterLab's mermaid, coloured by the state of a run. */

import type { IMermaidManager } from '@jupyterlab/mermaid';
import type { TranslationBundle } from '@jupyterlab/translation';
import { element, fill } from '../dom';
import type { RunState, RunStep, StepView, View } from '../protocol';
import { stateWord } from '../wording';

/** Ids of nodes as the versions of mermaid write them: `flowchart-s1-0`, after the drawing's own id in some. */
const NODE_ID = /(?:^|-)flowchart-(.+)-\d+$/;

/** Steps and edges up to which a graph is drawn: the time that drawing takes grows faster than they do. */
const LARGEST = 120;

/** Shows the graph of a view; a press on a step goes to its first cell. */
export class Graph {
  readonly node = element('div', { class: 'kale-Graph' });
  private drawn = '';
  private view: View | null = null;
  private run: RunState | undefined;

  constructor(
    private readonly mermaid: IMermaidManager | null,
    private readonly trans: TranslationBundle,
    private readonly goToCell: (cell: string) => void
  ) {}

  /** Draw `view` unless it is drawn already, and colour it by `run`. */
  async show(view: View | null, run: RunState | undefined): Promise<void> {
    this.view = view;
    this.run = run;
    const drawn = JSON.stringify(view?.steps.map(step => [step.name, namesBefore(step)])) + view?.mermaid;
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      const drawing = (view && (await this.draw(view))) ?? this.list();
      if (this.drawn !== drawn) {
        return;
      }
      fill(this.node, drawing);
    }
    this.connect();
  }

  /** Draw anew, in the colours of another theme. */
  async redraw(): Promise<void> {
    this.drawn = '';
    await this.show(this.view, this.run);
  }

  private async draw(view: View): Promise<Element | null> {
    const size = view.steps.reduce((sum, step) => sum + 1 + namesBefore(step).length, 0);
    return this.mermaid && view.mermaid && size <= LARGEST ? drawingOf(this.mermaid, view.mermaid) : null;
  }

  /** The steps as a list, where they are too many to be drawn, or wait for each other, or nothing draws. */
  private list(): HTMLElement {
    const items = this.view?.steps.map(step => {
      const dot = element('span', { class: 'kale-Dot', 'aria-hidden': 'true' });
      const text = [step.name, namesBefore(step).join(', ')].filter(part => part).join(' ← ');
      return element(
        'li',
        {},
        element('button', { type: 'button', class: 'node kale-Link', 'data-cell': step.cells[0] }, dot, text)
      );
    });
    return element('ol', {}, ...(items ?? []));
  }

  private connect(): void {
    const steps = new Map(this.view?.steps.flatMap(step => step.cells.map(cell => [cell, step])));
    const states = new Map(this.run?.steps.map(step => [step.name, step.status]));
    for (const node of this.node.querySelectorAll<SVGElement | HTMLElement>('.node')) {
      const cell = node.dataset.cell ?? this.view?.nodes[node.dataset.id ?? NODE_ID.exec(node.id)?.[1] ?? ''] ?? '';
      const step = steps.get(cell);
      if (step) {
        this.connectNode(node, cell, step, states.get(step.name));
      }
    }
  }

  private connectNode(
    node: SVGElement | HTMLElement,
    cell: string,
    step: StepView,
    status: RunStep['status'] | undefined
  ): void {
    node.dataset.step = step.name;
    node.dataset.status = status ?? '';
    node.dataset.kaleColour = String(step.colour);
    node.setAttribute('tabindex', '0');
    node.setAttribute('role', 'button');
    const label = status ? `${step.name}: ${stateWord(status, this.trans)}` : step.name;
    node.setAttribute('aria-label', label);
    node.onclick = () => this.goToCell(cell);
    node.onkeydown = (event: KeyboardEvent) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        this.goToCell(cell);
      }
    };
  }
}

/** Give the names of the steps that a step waits for. */
function namesBefore(step: StepView): string[] {
  return [...new Set([...step.needs.map(need => need.step), ...step.after])];
}

/** Give the drawing as elements, without anything in it that could run; `null` when mermaid cannot draw it. */
async function drawingOf(mermaid: IMermaidManager, text: string): Promise<Element | null> {
  const info = await mermaid.renderSvg(text).catch(() => null);
  if (!info) {
    return null;
  }
  const drawing = new DOMParser().parseFromString(info.svg, 'image/svg+xml').documentElement;
  for (const node of [drawing, ...drawing.querySelectorAll('*')]) {
    if (node.localName === 'script') {
      node.remove();
    }
    for (const attribute of [...node.attributes]) {
      if (attribute.name.startsWith('on') || /^\s*javascript:/i.test(attribute.value)) {
        node.removeAttribute(attribute.name);
      }
    }
  }
  drawing.removeAttribute('height');
  return drawing.localName === 'svg' ? document.importNode(drawing, true) : null;
}
