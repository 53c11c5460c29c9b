/** The graph of the steps, drawn by JupyterLab's mermaid, coloured by the state of a run. */

import type { IMermaidManager } from '@jupyterlab/mermaid';
import type { TranslationBundle } from '@jupyterlab/translation';
import { element, fill } from '../dom';
import type { RunState, StepView, View } from '../protocol';
import { stateWord } from '../wording';

/** Ids of nodes as the versions of mermaid write them: `flowchart-s1-0`, after the drawing's own id in some. */
const NODE_ID = /(?:^|-)flowchart-(.+)-\d+$/;

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
    const text = view && view.steps.length > 0 ? view.mermaid : '';
    if (text !== this.drawn) {
      this.drawn = text;
      await this.draw(text);
    }
    this.connect();
  }

  /** Draw anew, in the colours of another theme. */
  async redraw(): Promise<void> {
    this.drawn = '';
    await this.show(this.view, this.run);
  }

  private async draw(text: string): Promise<void> {
    if (text === '') {
      fill(this.node);
      return;
    }
    const drawing = this.mermaid ? await drawingOf(this.mermaid, text) : null;
    if (this.drawn === text) {
      fill(this.node, drawing ?? this.list());
    }
  }

  /** The steps as a list, where there is nothing that draws. */
  private list(): HTMLElement {
    const items = this.view?.steps.map(step =>
      element('li', { class: 'node', 'data-id': this.nodeOf(step) }, step.name)
    );
    return element('ol', {}, ...(items ?? []));
  }

  private nodeOf(step: StepView): string {
    return Object.entries(this.view?.nodes ?? {}).find(([, cell]) => step.cells.includes(cell))?.[0] ?? step.name;
  }

  private connect(): void {
    for (const node of this.node.querySelectorAll<SVGElement | HTMLElement>('.node')) {
      const name = node.dataset.id ?? NODE_ID.exec(node.id)?.[1] ?? '';
      const cell = this.view?.nodes[name];
      const step = this.view?.steps.find(one => cell !== undefined && one.cells.includes(cell));
      if (cell !== undefined && step) {
        this.connectNode(node, cell, step);
      }
    }
  }

  private connectNode(node: SVGElement | HTMLElement, cell: string, step: StepView): void {
    const status = this.run?.steps.find(one => one.name === step.name)?.status;
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
