/** Colour bands along the cells of a notebook, and a label above the first cell of each step. */

import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { element } from './dom';
import type { CellView } from './protocol';
import type { Session } from './session';

/** What a press on a label does. */
export type OnLabel = (panel: NotebookPanel, cell: Cell) => void;

const LABEL = 'kale-Label';

/**
 * Draws what the server says of each cell onto the cell's own node.
 *
 * JupyterLab takes the nodes of cells out of the page while they are out of sight and puts the same nodes back, so
 * that what is drawn survives scrolling. A cell that moves gets a new node, and is drawn anew.
 */
export class Bands implements IDisposable {
  private readonly drawn = new WeakMap<HTMLElement, string>();
  private disposed = false;

  constructor(
    private readonly session: Session,
    private readonly trans: TranslationBundle,
    private readonly onLabel: OnLabel
  ) {
    session.changed.connect(this.draw, this);
    session.panel.context.ready.then(() => {
      if (!this.disposed) {
        session.panel.content.model?.cells.changed.connect(this.draw, this);
      }
    });
    session.panel.disposed.connect(() => this.dispose());
  }

  get isDisposed(): boolean {
    return this.disposed;
  }

  dispose(): void {
    this.disposed = true;
    this.session.changed.disconnect(this.draw, this);
  }

  private draw(): void {
    const views = new Map(this.session.view?.cells.map(view => [view.id, view]));
    for (const cell of this.session.panel.content.widgets) {
      this.drawCell(cell, views.get(cell.model.id));
    }
  }

  private drawCell(cell: Cell, view: CellView | undefined): void {
    const role = view?.step == null ? view?.role : 'step';
    const look = role ? JSON.stringify([role, view?.step, view?.colour, view?.first, view?.label]) : '';
    if ((this.drawn.get(cell.node) ?? '') === look) {
      return;
    }
    this.drawn.set(cell.node, look);
    cell.node.querySelector(`:scope > .${LABEL}`)?.remove();
    cell.node.classList.toggle('kale-Cell', look !== '');
    setData(cell.node, 'kaleRole', role);
    setData(cell.node, 'kaleStep', view?.step);
    setData(cell.node, 'kaleColour', view?.colour);
    if (view?.first && view.label) {
      cell.node.append(this.label(cell, view));
    }
  }

  private label(cell: Cell, view: CellView): HTMLElement {
    // The names of steps are the user's, those of the other roles are ours.
    const text = view.step === null ? this.trans.__(view.label) : view.label;
    const label = element('button', {
      type: 'button',
      class: LABEL,
      title: this.trans.__('Change what this cell is'),
      'aria-label': this.trans.__('%1: change what this cell is', text)
    });
    label.append(...labelParts(text));
    label.addEventListener('click', () => this.onLabel(this.session.panel, cell));
    return label;
  }
}

/** Give the text with its name apart from what the name comes after. */
function labelParts(text: string): (Node | string)[] {
  const [name = '', ...rest] = text.split(' ← ');
  return [element('span', { class: 'kale-Label-name' }, name), ...rest.map(after => ` ← ${after}`)];
}

function setData(node: HTMLElement, key: string, value: string | number | null | undefined): void {
  if (value === null || value === undefined) {
    delete node.dataset[key];
  } else {
    node.dataset[key] = String(value);
  }
}
