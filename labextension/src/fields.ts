/** Form fields that hand over their value on Enter or when they are left, never while something is being typed. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { JSONExt, type JSONValue } from '@lumino/coreutils';
import { element, uniqueId } from './dom';
import type { OptionField } from './protocol';

type Control = HTMLInputElement | HTMLSelectElement;

/** Takes a field's new value; `null` stands for an empty field. */
export type Commit = (value: JSONValue) => void;

const UNSET = '';
const SEPARATOR = ', ';

/** What can be chosen: a value, and what it is called. */
export type Choice = readonly [value: string, label: string];

/** A labelled control. */
export interface Field {
  readonly name: string;
  readonly node: HTMLElement;
  readonly control: Control;
  /** Show another value, unless the user is just giving one. `fallback` is what applies where there is none. */
  show(value: JSONValue, fallback?: JSONValue): void;
  /** The value as it stands in the control. */
  read(): JSONValue;
}

/** Give a field for one of the server's options or settings. */
export function optionField(option: OptionField, trans: TranslationBundle, commit: Commit): Field {
  const [label, help] = [trans.__(option.label), trans.__(option.help)];
  return labelled(option.name, label, help, controlFor(option, trans), readerFor(option.kind), commit);
}

/** Give a field of one line of text. `suggestions` are offered while typing. */
export function textField(
  name: string,
  label: string,
  help: string,
  commit: Commit,
  suggestions?: HTMLDataListElement
): Field {
  const control = element('input', { type: 'text', spellcheck: 'false', autocomplete: 'off', list: suggestions?.id });
  const field = labelled(name, label, help, control, readText, commit);
  if (suggestions) {
    field.node.append(suggestions);
  }
  return field;
}

/** Give a field with a choice. */
export function choiceField(
  name: string,
  label: string,
  help: string,
  choices: readonly Choice[],
  commit: Commit
): Field {
  return labelled(name, label, help, select(choices), readText, commit);
}

function labelled(
  name: string,
  label: string,
  help: string,
  control: Control,
  read: (text: string) => JSONValue,
  commit: Commit
): Field {
  control.id = uniqueId('field');
  control.name = name;
  control.title = help;
  const node = element(
    'div',
    { class: 'kale-Field', 'data-field': name },
    element('label', { for: control.id, title: help }, label),
    control
  );
  const settling = settleOnLeave(control, () => commit(read(control.value.trim())));
  return {
    name,
    node,
    control,
    read: () => read(control.value.trim()),
    show(value, fallback = null) {
      settling.show(written(value));
      showFallback(control, written(fallback));
    }
  };
}

interface Settling {
  /** Put `text` into the control unless what the user has typed there waits to be handed over. */
  show(text: string): void;
}

/** Call `commit` when the control is left or Enter is pressed, with a text other than the one shown or committed last. */
function settleOnLeave(control: Control, commit: () => void): Settling {
  let settled = control.value;
  // The arrow keys change a select's value with each press; it is settled when the select is left.
  let byKey = false;
  const settle = (): void => {
    if (control.value !== settled && control.checkValidity()) {
      settled = control.value;
      commit();
    }
  };
  control.addEventListener('pointerdown', () => {
    byKey = false;
  });
  control.addEventListener('keydown', event => {
    const { key } = event as KeyboardEvent;
    byKey = true;
    if (key === 'Enter') {
      settle();
    } else if (key === 'Escape' && control.value !== settled) {
      control.value = settled;
      event.stopPropagation();
    }
  });
  control.addEventListener('change', () => {
    if (!(control instanceof HTMLSelectElement && byKey)) {
      settle();
    }
  });
  control.addEventListener('blur', settle);
  return {
    show(text) {
      if (control.value === settled || control !== document.activeElement) {
        addChoice(control, text);
        control.value = text;
        settled = control.value;
      }
    }
  };
}

function addChoice(control: Control, text: string): void {
  if (control instanceof HTMLSelectElement && ![...control.options].some(option => option.value === text)) {
    control.append(element('option', { value: text }, text));
  }
}

function showFallback(control: Control, text: string): void {
  if (control instanceof HTMLInputElement) {
    control.placeholder = text;
  }
}

function controlFor(option: OptionField, trans: TranslationBundle): Control {
  const unset: Choice = [UNSET, trans.__('as by default')];
  switch (option.kind) {
    case 'flag':
      return select([unset, ['true', trans.__('yes')], ['false', trans.__('no')]]);
    case 'choice':
      return select([unset, ...(option.choices ?? []).map(written).map((text): Choice => [text, text])]);
    case 'number':
      return element('input', { type: 'number', step: 'any', min: 0 });
    default:
      return element('input', { type: 'text', spellcheck: 'false', autocomplete: 'off' });
  }
}

/** Give a choice; each is a value and what it is called. */
export function select(choices: readonly Choice[]): HTMLSelectElement {
  return element('select', {}, ...choices.map(([value, text]) => element('option', { value }, text)));
}

function readerFor(kind: OptionField['kind']): (text: string) => JSONValue {
  switch (kind) {
    case 'number':
      return text => (text === '' ? null : Number(text));
    case 'flag':
      return text => (text === '' ? null : text === 'true');
    case 'list':
      return text => {
        const items = text.split(SEPARATOR.trim()).flatMap(item => item.trim() || []);
        return items.length > 0 ? items : null;
      };
    default:
      return readText;
  }
}

function readText(text: string): JSONValue {
  return text === '' ? null : text;
}

/** Give the text that stands in a control for `value`. */
function written(value: JSONValue): string {
  if (value === null) {
    return '';
  }
  if (Array.isArray(value)) {
    return value.map(written).join(SEPARATOR);
  }
  return JSONExt.isPrimitive(value) ? String(value) : JSON.stringify(value);
}
