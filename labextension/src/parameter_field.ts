/** A field for the value of one of a pipeline's parameters. */

import { JSONExt, type JSONValue } from '@lumino/coreutils';
import { element, uniqueId } from './dom';
import type { ParameterView } from './protocol';

type Control = HTMLInputElement | HTMLSelectElement;

/** Shows a value of a parameter and reads what the user makes of it. */
export class ParameterField {
  readonly node: HTMLElement;
  readonly name: string;
  private readonly control: Control;

  constructor(
    private readonly parameter: ParameterView,
    value: JSONValue
  ) {
    this.name = parameter.name;
    this.control = controlOf(parameter, value);
    this.control.id = uniqueId('parameter');
    this.control.name = parameter.name;
    this.node = element(
      'div',
      { class: 'kale-Field', 'data-field': parameter.name },
      element('label', { for: this.control.id, title: parameter.description }, parameter.name),
      this.control,
      parameter.description ? element('p', { class: 'kale-Field-help' }, parameter.description) : null
    );
  }

  /** The value: the type's own where the text is one, otherwise the text, about which the server has its say. */
  read(): JSONValue {
    const { control, parameter } = this;
    if (control instanceof HTMLSelectElement) {
      return parameter.choices?.[control.selectedIndex] ?? null;
    }
    if (parameter.type === 'bool') {
      return control.checked;
    }
    if (parameter.optional && control.value === '') {
      return null;
    }
    return parameter.type === 'str' ? control.value : parsed(control.value);
  }
}

function controlOf(parameter: ParameterView, value: JSONValue): Control {
  if (parameter.choices) {
    const options = parameter.choices.map(choice =>
      element('option', { selected: JSONExt.deepEqual(choice, value) }, textOf(choice))
    );
    return element('select', {}, ...options);
  }
  if (parameter.type === 'bool') {
    return element('input', { type: 'checkbox', checked: value === true });
  }
  const number = parameter.type === 'int' || parameter.type === 'float';
  const limits = { min: parameter.minimum, max: parameter.maximum, step: parameter.type === 'int' ? 1 : 'any' };
  return element('input', {
    type: number ? 'number' : 'text',
    spellcheck: 'false',
    value: textOf(value),
    ...(number ? limits : {})
  });
}

function textOf(value: JSONValue): string {
  if (value === null) {
    return '';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parsed(text: string): JSONValue {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
