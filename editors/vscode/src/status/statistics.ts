/** The statistics of this machine as lines to read. No editor is needed for that. */
import type { Figures, GroupedFigures } from "../protocol.ts";
import { money, number } from "./view.ts";

export interface Line {
  readonly label: string;
  readonly description: string;
}

/** In all, then for each purpose and language. */
export function statisticsLines(told: GroupedFigures): Line[] {
  const { asked, reused = 0, shown, accepted, kept, kept5min, foreseenCharacters } = told;
  return [
    { label: "Requests", description: `${number(asked)} sent, ${number(reused)} completions needed none` },
    { label: "Suggestions", description: `${number(shown)} shown, ${number(accepted)} accepted` },
    { label: "Kept", description: `${number(kept)} after 30 s, ${number(kept5min)} after 5 min` },
    { label: "Foreseen", description: `${number(foreseenCharacters)} characters that you typed` },
    { label: "Tokens", description: spent(told) },
    ...grouped("For ", told.byPurpose),
    ...grouped("In ", told.byLanguage),
  ];
}

function grouped(before: string, groups: Readonly<Record<string, Figures>>): Line[] {
  return Object.entries(groups).map(([name, figures]) => ({
    label: `${before}${name}`,
    description: `${number(figures.asked)} requests, ${spent(figures)}`,
  }));
}

function spent({ tokens, costs }: Figures): string {
  const about = tokens.isEstimated ? "about " : "";
  const cached = tokens.cached > 0 ? ` (${number(tokens.cached)} cached)` : "";
  const cost = costs.length > 0 ? `, ${money(costs)}` : "";
  return `${about}${number(tokens.prompt)} in${cached}, ${number(tokens.completion)} out${cost}`;
}
