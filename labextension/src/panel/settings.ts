/** The pipeline's settings, which live in the notebook's metadata, and its parameters. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSONValue } from '@lumino/coreutils';
import { button, element, fill } from '../dom';
import { type Field, optionField } from '../fields';
import type { Place } from '../places';
import type { ParameterView, SettingsView, View } from '../protocol';

export interface SettingsActions {
  goTo(place: Place): void;
  set(setting: string, value: JSONValue): void;
}

/** A form with one field for each setting that the server lists. */
export class SettingsForm {
  readonly node = element('div', { class: 'kale-Settings' });
  private readonly form = element('div', { class: 'kale-Fields' });
  private readonly volumes = element('div', { class: 'kale-Volumes' });
  private readonly parameters = element('div', { class: 'kale-Parameters' });
  private fields: Field[] = [];
  private listed = '';
  private drawn = '';

  constructor(
    private readonly trans: TranslationBundle,
    private readonly actions: SettingsActions
  ) {
    this.node.append(this.form, this.parameters, this.volumes);
  }

  show(view: View | null): void {
    this.showFields(view?.settings);
    const drawn = JSON.stringify([view?.parameters, view?.settings.volumes]);
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      this.showParameters(view?.parameters ?? []);
      this.showVolumes(view?.settings.volumes ?? []);
    }
  }

  private showFields(settings: SettingsView | undefined): void {
    const listed = JSON.stringify(settings?.fields ?? []);
    if (listed !== this.listed) {
      this.listed = listed;
      this.fields = (settings?.fields ?? []).map(option =>
        optionField(option, this.trans, value => this.actions.set(option.name, value))
      );
      fill(this.form, ...this.fields.map(field => field.node));
    }
    for (const field of this.fields) {
      field.show(settings?.values[field.name] ?? null, settings?.defaults[field.name] ?? null);
    }
  }

  private showParameters(parameters: readonly ParameterView[]): void {
    const heading = element('h3', {}, this.trans.__('Parameters'));
    const rows = parameters.map(parameter => this.row(parameter));
    const none = this.trans.__('None. Assignments in a cell of the role “Parameters” become parameters.');
    fill(this.parameters, heading, rows.length > 0 ? this.table(rows) : element('p', {}, none));
  }

  private table(rows: readonly HTMLElement[]): HTMLElement {
    const titles = [this.trans.__('Name'), this.trans.__('Type'), this.trans.__('Default')];
    const head = element('tr', {}, ...titles.map(title => element('th', { scope: 'col' }, title)));
    return element(
      'table',
      { 'aria-label': this.trans.__('Parameters') },
      element('thead', {}, head),
      element('tbody', {}, ...rows)
    );
  }

  private row(parameter: ParameterView): HTMLElement {
    const name = button(parameter.name, () => this.actions.goTo(parameter), {
      class: 'kale-Link',
      title: parameter.description
    });
    return element(
      'tr',
      {},
      element('td', {}, name),
      element('td', {}, parameter.type),
      element('td', {}, element('code', {}, parameter.text))
    );
  }

  private showVolumes(volumes: readonly string[]): void {
    const lines = volumes.map(line => element('li', {}, line));
    const heading = element('h3', {}, this.trans.__('Volumes'));
    fill(this.volumes, ...(lines.length > 0 ? [heading, element('ul', {}, ...lines)] : []));
  }
}
