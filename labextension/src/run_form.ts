/** The form that asks where and with which parameters a pipeline is to run. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSONValue } from '@lumino/coreutils';
import { Widget } from '@lumino/widgets';
import { element, fill } from './dom';
import { choiceField, type Field, textField } from './fields';
import { ParameterField } from './parameter_field';
import type { Interpreter, Place, ProfileList, RunRequest, View } from './protocol';

/** What the form begins with, from the settings of JupyterLab. */
export interface Prefill {
  readonly where: Place;
  readonly profile: string;
  readonly experiment: string;
  /** Values of parameters that differ from their defaults. */
  readonly parameters?: RunRequest['parameters'];
}

/** Where a run can go. */
export interface Destinations {
  readonly interpreter: Interpreter;
  readonly profiles: ProfileList;
}

/** The body of the dialog; it hands over what stands in it when the dialog is accepted. */
export class RunForm extends Widget {
  private readonly where: Field;
  private readonly profile: Field;
  private readonly experiment: Field;
  private readonly parameters: readonly ParameterField[];
  private readonly refusal = element('p', { class: 'kale-RunForm-refusal', role: 'alert' });
  private readonly note = element('p', { class: 'kale-RunForm-note', role: 'status' });

  constructor(
    view: View,
    private readonly destinations: Destinations,
    prefill: Prefill,
    private readonly trans: TranslationBundle
  ) {
    super();
    const { profiles } = destinations;
    this.addClass('kale-RunForm');
    this.where = choiceField('where', trans.__('Where'), '', placesOf(trans), () => undefined);
    this.profile = choiceField('profile', trans.__('Profile'), '', profileChoices(profiles), () => undefined);
    this.experiment = textField('experiment', trans.__('Experiment'), '', () => undefined);
    this.parameters = view.parameters.map(
      parameter => new ParameterField(parameter, prefill.parameters?.[parameter.name], trans)
    );
    this.where.show(prefill.where);
    this.profile.show(known(profiles, prefill.profile) ?? profiles.default ?? profiles.profiles[0]?.name ?? '');
    this.experiment.show(prefill.experiment || null, experimentOf(view));
    this.where.control.addEventListener('change', () => this.showPlace());
    this.profile.control.addEventListener('change', () => this.showPlace());
    this.build();
    this.showPlace();
  }

  /** What the form asks for. */
  getValue(): RunRequest {
    const where = this.place;
    const request = {
      where,
      parameters: Object.fromEntries(
        this.parameters.flatMap((field): [string, JSONValue][] => {
          const value = field.read();
          return value === undefined ? [] : [[field.name, value]];
        })
      )
    };
    if (where === 'local') {
      return request;
    }
    const [profile, experiment] = [this.profile.read(), this.experiment.read()];
    return {
      ...request,
      ...(profile === null ? {} : { profile: String(profile) }),
      ...(experiment === null ? {} : { experiment: String(experiment) })
    };
  }

  /** Say why the last attempt did not start a run. */
  refuse(message: string): void {
    fill(this.refusal, message);
  }

  private get place(): Place {
    return this.where.read() === 'kubeflow' ? 'kubeflow' : 'local';
  }

  private build(): void {
    const fields = element('div', { class: 'kale-Fields' }, ...this.parameters.map(field => field.node));
    const heading = element('h3', {}, this.trans.__('Parameters'));
    this.node.append(this.refusal, this.where.node, this.profile.node, this.note, this.experiment.node);
    if (this.parameters.length > 0) {
      this.node.append(heading, fields);
    }
  }

  private showPlace(): void {
    const local = this.place === 'local';
    this.profile.node.hidden = local;
    this.experiment.node.hidden = local;
    fill(this.note, local ? this.describeInterpreter() : this.describeProfile());
  }

  private describeInterpreter(): string {
    const { kernel, fault, version, path } = this.destinations.interpreter;
    const python = this.trans.__('Python %1, %2', version, path);
    return fault
      ? this.trans.__('%1, so the steps run in the environment of JupyterLab: %2', fault, python)
      : this.trans.__('The steps run in the environment of the kernel %1: %2', kernel, python);
  }

  private describeProfile(): string {
    const { profiles } = this.destinations.profiles;
    const chosen = profiles.find(profile => profile.name === this.profile.control.value);
    return chosen?.fault ?? [chosen?.host, chosen?.namespace].filter(text => text).join(', ');
  }
}

function placesOf(trans: TranslationBundle): [Place, string][] {
  return [
    ['local', trans.__('here, on the machine of JupyterLab')],
    ['kubeflow', trans.__('on Kubeflow')]
  ];
}

function profileChoices(profiles: ProfileList): [string, string][] {
  return profiles.profiles.map(profile => [profile.name, profile.name]);
}

function known(profiles: ProfileList, name: string): string | undefined {
  return profiles.profiles.find(profile => profile.name === name)?.name;
}

function experimentOf(view: View): JSONValue {
  return view.settings.values.experiment ?? view.settings.defaults.experiment ?? null;
}
