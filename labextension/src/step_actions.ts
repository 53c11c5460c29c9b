/** Renaming a step and deleting it, for the step of a cell. */

import { button, element, fill } from './dom';
import { textField } from './fields';
import type { StepView } from './protocol';
import type { Session } from './session';
import type { Workbench } from './workbench';

/** Two buttons; what each of them asks appears in their place, not in a dialog. */
export class StepActions {
  readonly node = element('div', { class: 'kale-StepActions' });
  private step: StepView | undefined;
  private asking = false;

  constructor(
    private readonly workbench: Workbench,
    private readonly session: Session
  ) {}

  /** Offer the actions for `step`, or nothing when there is none. */
  show(step: StepView | undefined): void {
    const changed = step?.name !== this.step?.name;
    this.step = step;
    this.node.hidden = !step;
    if (changed || !this.asking) {
      this.offer();
    }
  }

  /** Start one of the actions. */
  begin(action: 'rename' | 'delete'): void {
    if (this.step) {
      void (action === 'rename' ? this.askName(this.step) : this.delete(this.step));
    }
  }

  private offer(): void {
    const { trans } = this.workbench;
    const hadFocus = this.asking && this.node.contains(document.activeElement);
    this.asking = false;
    fill(
      this.node,
      button(trans.__('Rename step…'), () => this.begin('rename')),
      button(trans.__('Delete step…'), () => this.begin('delete'))
    );
    if (hadFocus) {
      this.node.querySelector('button')?.focus();
    }
  }

  private askName(step: StepView): void {
    const { trans } = this.workbench;
    this.asking = true;
    const help = trans.__('Every reference to the step is changed with it');
    const field = textField('rename', trans.__('New name of %1', step.name), help, async name => {
      if (name !== null) {
        await this.workbench.edit(this.session, { kind: 'rename_step', step: step.name, to: String(name) });
      }
      this.offer();
    });
    field.show(step.name);
    fill(this.node, field.node);
    field.control.focus();
    (field.control as HTMLInputElement).select();
  }

  private async delete(step: StepView): Promise<void> {
    this.asking = true;
    await this.workbench.edit(this.session, { kind: 'delete_step', step: step.name }, consequences =>
      this.confirm(step, consequences)
    );
    this.offer();
  }

  private confirm(step: StepView, consequences: readonly string[]): Promise<boolean> {
    const { trans } = this.workbench;
    return new Promise(resolve => {
      const remove = button(trans.__('Delete %1', step.name), () => resolve(true), { 'data-action': 'confirm-delete' });
      fill(
        this.node,
        element('ul', { role: 'alert' }, ...consequences.map(text => element('li', {}, text))),
        remove,
        button(trans.__('Keep it'), () => resolve(false))
      );
      remove.focus();
    });
  }
}
