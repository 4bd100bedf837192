// Keeps a part of the page that breaks from taking the rest with it.
import { Component, type ReactNode } from 'react';
import { failureWords } from '../words.ts';
import { FailureNote } from './parts.tsx';
import { serverAnswers } from './server-answers.ts';

/** Shows a note in place of a part that threw. */
export class FailureBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override readonly state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  /** A new page if the server can provide one, otherwise another try with this one. */
  private async retry(): Promise<void> {
    if (await serverAnswers()) location.reload();
    else this.setState({ failed: false });
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <FailureNote failure={failureWords('failure.page')} onRetry={() => void this.retry()} />;
  }
}
