/** A field for the value of one of a pipeline's parameters. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSONValue } from '@lumino/coreutils';
import { element, uniqueId } from './dom';
import { type Choice, select } from './fields';
import type { ParameterView } from './protocol';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const NONE = '';

/**
 * Shows the default of a parameter and reads what the user makes of it.
 *
 * Values are text here, which the server reads: JavaScript does not tell 1.0 from 1, and has no large integers.
 */
export class ParameterField {
  readonly node: HTMLElement;
  readonly name: string;
  private readonly control: Control;
  private readonly initial: string;

  /**
   * @param parameter The parameter.
   * @param given The value that the user has given before, if any.
   */
  constructor(
    private readonly parameter: ParameterView,
    given: JSONValue | undefined,
    trans: TranslationBundle
  ) {
    this.name = parameter.name;
    this.control = controlOf(parameter, trans);
    this.control.id = uniqueId('parameter');
    this.control.name = parameter.name;
    this.control.value = parameter.text;
    // A control may show a text in a form of its own.
    this.initial = this.control.value;
    if (given !== undefined) {
      this.control.value = given === null ? NONE : String(given);
    }
    this.node = element(
      'div',
      { class: 'kale-Field', 'data-field': parameter.name },
      element('label', { for: this.control.id, title: parameter.description }, parameter.name),
      this.control,
      parameter.description ? element('p', { class: 'kale-Field-help' }, parameter.description) : null
    );
  }

  /** Give the value as text, or nothing where it is still the default: the notebook knows that exactly. */
  read(): JSONValue | undefined {
    const { value } = this.control;
    if (value === this.initial) {
      return undefined;
    }
    return value === NONE && this.parameter.optional ? null : value;
  }
}

function controlOf(parameter: ParameterView, trans: TranslationBundle): Control {
  const none: Choice[] = parameter.optional ? [[NONE, trans.__('none')]] : [];
  if (parameter.choices) {
    return select([...none, ...parameter.choices.map(textOf).map((text): Choice => [text, text])]);
  }
  if (parameter.type === 'bool') {
    return select([...none, ['true', trans.__('yes')], ['false', trans.__('no')]]);
  }
  if (parameter.text.includes('\n') && parameter.type === 'str') {
    return element('textarea', { spellcheck: 'false', rows: 3 });
  }
  const number = parameter.type === 'int' || parameter.type === 'float';
  const limits = { min: parameter.minimum, max: parameter.maximum, step: parameter.type === 'int' ? 1 : 'any' };
  return element('input', { type: number ? 'number' : 'text', spellcheck: 'false', ...(number ? limits : {}) });
}

function textOf(value: JSONValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
