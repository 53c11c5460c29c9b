/** The popover beside a cell: what the cell is, and what its step needs and asks for. */

import type { Cell } from '@jupyterlab/cells';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { CellForm } from './cell_form';
import { element, fill, uniqueId } from './dom';
import type { Session } from './session';
import type { Workbench } from './workbench';

const MARGIN = 8;

/** Where the keyboard is when the popover opens. */
export type Start = 'role' | 'step' | 'rename' | 'delete';

/** One popover for the whole page; it is for the cells that were selected when it opened. */
export class Popover extends Widget {
  private form: CellForm | null = null;
  private anchor: Cell | null = null;
  private readonly heading = element('h2', { class: 'kale-Popover-heading', id: uniqueId('heading') });
  private readonly body = element('div', { class: 'kale-Popover-body' });

  constructor(private readonly workbench: Workbench) {
    super({ node: element('div', { class: 'kale-Popover', role: 'dialog', tabindex: -1 }) });
    this.node.setAttribute('aria-labelledby', this.heading.id);
    this.node.append(this.heading, this.body);
  }

  /** Open for cells of a notebook, beside the first of them. */
  open(session: Session, cells: readonly Cell[], start: Start): void {
    this.close();
    const anchor = cells[0];
    if (!anchor) {
      return;
    }
    this.anchor = anchor;
    this.form = new CellForm(
      this.workbench,
      session,
      cells.map(cell => cell.model.id)
    );
    fill(this.heading, this.nameOf(session, cells, anchor));
    fill(this.body, this.form.node);
    Widget.attach(this, document.body);
    this.place(anchor);
    this.form.focus(start);
  }

  /** Close; what stands in the field that has the focus is handed over first. */
  override close(): void {
    if (this.isAttached) {
      super.close();
    }
  }

  handleEvent(event: Event): void {
    if (event.type === 'keydown') {
      this.onKey(event as KeyboardEvent);
    } else if (event.target instanceof Node && !this.node.contains(event.target)) {
      this.close();
    }
  }

  protected override onAfterAttach(): void {
    this.node.addEventListener('keydown', this);
    document.addEventListener('pointerdown', this, true);
    this.anchor?.disposed.connect(this.close, this);
  }

  protected override onBeforeDetach(): void {
    this.node.removeEventListener('keydown', this);
    document.removeEventListener('pointerdown', this, true);
    this.anchor?.disposed.disconnect(this.close, this);
  }

  protected override onCloseRequest(message: Message): void {
    const focused = document.activeElement;
    const returns = focused instanceof HTMLElement && this.node.contains(focused);
    if (returns) {
      focused.blur();
    }
    super.onCloseRequest(message);
    this.form?.dispose();
    this.form = null;
    if (returns) {
      this.returnFocus();
    }
  }

  private returnFocus(): void {
    const notebook = this.workbench.current?.panel.content;
    if (notebook) {
      notebook.mode = 'command';
      notebook.activate();
    }
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === 'Tab') {
      this.keepFocus(event);
    }
  }

  /** Let the Tab key go round inside, because what comes after the popover in the page is far from it. */
  private keepFocus(event: KeyboardEvent): void {
    const stops = [...this.node.querySelectorAll<HTMLElement>('input, select, button, summary')].filter(
      stop => stop.checkVisibility({ contentVisibilityAuto: true }) && !stop.hasAttribute('disabled')
    );
    const [first, last] = [stops[0], stops.at(-1)];
    const leaving = event.shiftKey ? first : last;
    if (document.activeElement === leaving) {
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    }
  }

  private place(anchor: Cell): void {
    const cell = anchor.node.getBoundingClientRect();
    const own = this.node.getBoundingClientRect();
    const left = Math.min(cell.right - own.width - 4 * MARGIN, window.innerWidth - own.width - MARGIN);
    const top = Math.min(cell.top + 4 * MARGIN, window.innerHeight - own.height - MARGIN);
    this.node.style.left = `${Math.max(left, MARGIN)}px`;
    this.node.style.top = `${Math.max(top, MARGIN)}px`;
  }

  private nameOf(session: Session, cells: readonly Cell[], anchor: Cell): string {
    const { trans } = this.workbench;
    if (cells.length > 1) {
      return trans._n('%1 cell', '%1 cells', cells.length);
    }
    return trans.__('Cell %1', session.panel.content.widgets.indexOf(anchor) + 1);
  }
}
