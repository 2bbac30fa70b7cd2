import { LightningElement } from 'lwc';
import getAgreements from '@salesforce/apex/IntegrationHealthController.getAgreements';
import type { Agreements, Authority } from '@salesforce/apex/IntegrationHealthController';
import { durationText } from 'c/integrationTexts';
import { reduceErrors } from 'c/reduceErrors';

interface PolicyRow {
  readonly source: string;
  readonly label: string;
  readonly owner: string;
  readonly contract: string;
  readonly mode: string;
  readonly level: string;
  readonly silence: string;
}

interface Cell {
  readonly key: string;
  readonly role: string;
  readonly note: string;
  readonly className: string;
}

interface FactRow {
  readonly fact: string;
  readonly cells: readonly Cell[];
}

const MODES: Readonly<Record<string, string>> = { Final: 'Counts for good', ByReference: 'Until confirmed, by receipt', ByDay: 'Until confirmed, by day' };
const ROLES: Readonly<Record<string, string>> = { Owns: 'Owns it', Confirms: 'Confirms', Informs: 'Informs', None: 'No say' };
const USUAL = 'Default';
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What was agreed: per source its policy, and per fact who decides. Kept as custom metadata, in Setup. */
export default class IntegrationAgreements extends LightningElement {
  agreements: Agreements | undefined;
  problem = '';

  connectedCallback(): void {
    void this.load();
  }

  get isLoading(): boolean {
    return this.agreements === undefined && this.problem === '';
  }

  get policyRows(): PolicyRow[] {
    const rows = (this.agreements?.policies ?? []).map(({ source, label, owner, contract, mode, levelSeconds, silenceMinutes }) => ({
      source: source ?? '', label: label ?? '', owner: owner ?? '–', contract: contract ?? '–', mode: MODES[mode ?? ''] ?? mode ?? '',
      level: levelSeconds == null ? '–' : durationText(levelSeconds * SECOND), silence: silenceMinutes == null ? '–' : durationText(silenceMinutes * MINUTE),
    }));
    return rows.sort((one, other) => Number(one.source === USUAL) - Number(other.source === USUAL) || one.label.localeCompare(other.label));
  }

  get sources(): string[] {
    return [...new Set(this.authorities.map(({ source }) => source ?? ''))].sort();
  }

  get facts(): FactRow[] {
    const facts = [...new Set(this.authorities.map(({ fact }) => fact ?? ''))];
    return facts.map((fact) => ({
      fact,
      cells: this.sources.map((source) => {
        const found = this.authorities.find((one) => one.fact === fact && one.source === source);
        return { key: source, role: found === undefined ? '' : ROLES[found.role ?? ''] ?? found.role ?? '', note: found?.note ?? '', className: found?.role === 'Owns' ? 'role role_owns' : 'role' };
      }),
    }));
  }

  get hasAuthorities(): boolean {
    return this.authorities.length > 0;
  }

  /** In the order of the matrix. */
  private get authorities(): Authority[] {
    return [...(this.agreements?.authorities ?? [])].sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0));
  }

  private async load(): Promise<void> {
    try {
      this.agreements = await getAgreements();
    } catch (failure) {
      this.problem = reduceErrors(failure).join(' ');
    }
  }
}
