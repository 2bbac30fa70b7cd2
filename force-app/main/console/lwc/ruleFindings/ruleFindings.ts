import { LightningElement, api } from 'lwc';
import type { RuleFinding } from '@salesforce/apex/RuleFinding';

interface ShownFinding {
  readonly key: string;
  readonly kindText: string;
  readonly icon: string;
  readonly variant: string;
  readonly message: string;
  readonly example: string | undefined;
}

const KINDS: Readonly<Record<string, { readonly text: string; readonly icon: string; readonly variant: string }>> = {
  Conflict: { text: 'Conflict', icon: 'utility:error', variant: 'error' },
  Invalid: { text: 'Wrong by itself', icon: 'utility:error', variant: 'error' },
  Unreachable: { text: 'Never decides', icon: 'utility:warning', variant: 'warning' },
  Gap: { text: 'Gap', icon: 'utility:info', variant: '' },
};

/** What a check of a rule set found; what keeps it from being activated comes first. Undefined findings: not checked yet. */
export default class RuleFindings extends LightningElement {
  @api findings: readonly RuleFinding[] | undefined;
  @api isChecking = false;

  get isUnchecked(): boolean {
    return this.findings === undefined;
  }

  get summary(): string {
    const found = this.findings ?? [];
    const blocking = found.filter((finding) => finding.blocks === true).length;
    if (found.length === 0) return 'Nothing is wrong: no conflict, no gap, and every rule can decide.';
    if (blocking === 0) return `${count(found.length, 'remark')}. The set can be activated.`;
    return `${count(blocking, 'finding')} must be settled before the set can be activated${found.length > blocking ? `, and ${count(found.length - blocking, 'remark')}` : ''}.`;
  }

  get shown(): ShownFinding[] {
    const sorted = [...(this.findings ?? [])].sort((first, second) => Number(second.blocks === true) - Number(first.blocks === true));
    return sorted.map((finding, index) => {
      const kind = KINDS[finding.kind ?? ''] ?? { text: finding.kind ?? '', icon: 'utility:info', variant: '' };
      return { key: String(index), kindText: kind.text, icon: kind.icon, variant: kind.variant, message: finding.message ?? '', example: finding.example ?? undefined };
    });
  }
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
