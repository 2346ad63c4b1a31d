import { useEffect, useState } from 'preact/hooks';
import { onAnnounce } from '../announce';

export function LiveRegion() {
  const [sentence, setSentence] = useState('');
  useEffect(() => onAnnounce(setSentence), []);
  return (
    <div class="visually-hidden" aria-live="polite" role="status">
      {sentence}
    </div>
  );
}
