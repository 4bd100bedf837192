// Keeps a part of the page that breaks from taking the rest with it.
import { Component, type ReactNode } from 'react';
import { failureWords } from '../words.ts';
import { FailureNote } from './parts.tsx';

/** Shows a note in the place of a part that threw. */
export class FailureBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override readonly state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <FailureNote failure={failureWords('failure.page')} onRetry={() => location.reload()} />;
  }
}
