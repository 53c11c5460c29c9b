/** The form for some cells: role, step, what the step needs, its order and its options. */

import type { JSONValue } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { button, element, fill } from './dom';
import { choiceField, type Field, optionField, textField } from './fields';
import type { Start } from './popover';
import type { CellView, StepView, View } from './protocol';
import type { Session } from './session';
import { StepActions } from './step_actions';
import type { Workbench } from './workbench';

const INHERIT = '';
const STEP = 'step';

/** Shows the cells as the server sees them, and sends each thing that is changed as one action. */
export class CellForm implements IDisposable {
  readonly node = element('div', { class: 'kale-CellForm' });
  private readonly role: Field;
  private readonly step: Field;
  private readonly names = element('datalist', { id: `kale-steps-${Date.now()}` });
  private readonly needs = element('div', { class: 'kale-Needs' });
  private readonly order = element('fieldset', { class: 'kale-Order' });
  private readonly options = element('details', { class: 'kale-Options' });
  private readonly stepActions: StepActions;
  private readonly message = element('div', { class: 'kale-Form-message', role: 'status' });
  private optionFields: Field[] = [];
  private drawn = '';

  constructor(
    private readonly workbench: Workbench,
    private readonly session: Session,
    private readonly cells: readonly string[]
  ) {
    const { trans } = workbench;
    this.role = choiceField('role', trans.__('This cell'), '', this.roles(), role => void this.setRole(role));
    this.step = textField(
      'step',
      trans.__('Step'),
      trans.__('The name of the step: one that is there, or a new one'),
      name => void this.setStep(name),
      this.names
    );
    this.stepActions = new StepActions(workbench, session);
    this.node.append(
      this.role.node,
      this.step.node,
      this.stepActions.node,
      this.needs,
      this.order,
      this.options,
      this.message
    );
    session.changed.connect(this.draw, this);
    workbench.noticed.connect(this.showNotice, this);
    this.draw();
  }

  get isDisposed(): boolean {
    return this.node.parentElement === null;
  }

  dispose(): void {
    this.session.changed.disconnect(this.draw, this);
    this.workbench.noticed.disconnect(this.showNotice, this);
    this.node.remove();
  }

  /** Put the keyboard where the user wants to begin. */
  focus(start: Start): void {
    if (start === 'rename' || start === 'delete') {
      this.stepActions.begin(start);
    } else if (start === 'step') {
      this.askStep();
    } else {
      this.role.control.focus();
    }
  }

  private get cell(): CellView | undefined {
    return this.session.view?.cells.find(cell => cell.id === this.cells[0]);
  }

  private roles(): [string, string][] {
    const { trans } = this.workbench;
    const choices =
      this.session.view?.roles.map((choice): [string, string] => [choice.role, trans.__(choice.label)]) ?? [];
    return [[INHERIT, trans.__('goes with the cell above')], ...choices];
  }

  private draw(): void {
    const view = this.session.view;
    const cell = this.cell;
    if (!view || !cell) {
      return;
    }
    const role = cell.inherited ? INHERIT : (cell.role ?? INHERIT);
    const step = view.steps.find(one => one.name === cell.step);
    this.role.show(role);
    this.step.show(cell.step);
    this.step.node.hidden = !step && this.role.control.value !== STEP;
    fill(this.names, ...view.steps.map(one => element('option', { value: one.name })));
    this.stepActions.show(step);
    this.drawNeeds(step);
    this.drawOrder(view, step);
    this.drawOptions(view, step);
  }

  private askStep(): void {
    this.step.node.hidden = false;
    this.step.control.focus();
    (this.step.control as HTMLInputElement).select();
  }

  private async setRole(role: JSONValue): Promise<void> {
    if (role === STEP) {
      this.askStep();
      return;
    }
    const chosen = role === null ? null : String(role);
    await this.workbench.edit(this.session, { kind: 'set_role', cells: this.cells, role: chosen, step: null });
  }

  private async setStep(name: JSONValue): Promise<void> {
    if (name === null) {
      this.draw();
      return;
    }
    await this.workbench.edit(this.session, { kind: 'set_role', cells: this.cells, role: STEP, step: String(name) });
  }

  private drawNeeds(step: StepView | undefined): void {
    const { trans } = this.workbench;
    this.needs.hidden = !step;
    const lines = (step?.needs ?? []).map(need =>
      element('li', {}, element('code', {}, need.variables.join(', ')), ` ${trans.__('from')} ${need.step}`)
    );
    fill(
      this.needs,
      element('div', { class: 'kale-Form-label' }, trans.__('Needs, as the code says')),
      lines.length > 0 ? element('ul', {}, ...lines) : element('p', {}, trans.__('nothing of another step'))
    );
  }

  private drawOrder(view: View, step: StepView | undefined): void {
    const { trans } = this.workbench;
    const others = view.steps.filter(other => other.name !== step?.name).map(other => other.name);
    this.order.hidden = !step || others.length === 0;
    const drawn = JSON.stringify([others, step?.after]);
    if (drawn === this.drawn) {
      return;
    }
    this.drawn = drawn;
    const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement.value : null;
    const legend = element('legend', { class: 'kale-Form-label' }, trans.__('Also comes after'));
    const boxes = others.map(name => this.orderBox(name, step?.after.includes(name) ?? false));
    const hadFocus = this.order.contains(document.activeElement);
    fill(this.order, legend, ...boxes.map(box => element('label', {}, box, ` ${box.value}`)));
    if (hadFocus) {
      boxes.find(box => box.value === focused)?.focus();
    }
  }

  private orderBox(name: string, checked: boolean): HTMLInputElement {
    const box = element('input', { type: 'checkbox', value: name, checked });
    box.addEventListener('change', () => {
      const after = [...this.order.querySelectorAll('input')].filter(one => one.checked).map(one => one.value);
      void this.workbench.edit(this.session, { kind: 'set_after', cells: this.cells, after });
    });
    return box;
  }

  private drawOptions(view: View, step: StepView | undefined): void {
    this.options.hidden = !step;
    if (this.optionFields.length === 0) {
      this.makeOptions(view, step);
    }
    for (const field of this.optionFields) {
      field.show(step?.options[field.name] ?? null);
    }
  }

  private makeOptions(view: View, step: StepView | undefined): void {
    const { trans } = this.workbench;
    this.options.open = Object.keys(step?.options ?? {}).length > 0;
    this.optionFields = view.options.map(option =>
      optionField(option, trans, value => {
        const action = { kind: 'set_option', cells: this.cells, option: option.name, value } as const;
        void this.workbench.edit(this.session, action);
      })
    );
    const fields = element('div', { class: 'kale-Fields' }, ...this.optionFields.map(field => field.node));
    fill(this.options, element('summary', {}, trans.__('Image, resources and the like')), fields);
  }

  private showNotice(): void {
    const notice = this.workbench.notice;
    this.message.classList.toggle('kale-mod-error', notice?.kind === 'error');
    fill(this.message, notice?.text);
    if (notice?.kind === 'error') {
      this.draw();
      this.message.append(button(this.workbench.trans.__('Close'), () => this.workbench.say(null)));
    }
  }
}
