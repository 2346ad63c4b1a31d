interface Props {
  /** Names with what is said of each; those without a text are left out. */
  facts: [string, string | null | undefined][];
  /** Names beside their texts where there is room for both. */
  wide?: boolean;
}

/** What is known of something, by name. */
export function Facts({ facts, wide = false }: Props) {
  return (
    <dl class={wide ? 'facts facts-wide' : 'facts'}>
      {facts.map(
        ([name, text]) =>
          text && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
