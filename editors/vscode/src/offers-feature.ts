/**
 * Trims the server's offers before the client takes them up, and takes up formatting for definitions only: a second
 * formatter for all JSON and YAML documents would make the editor ask which one to use.
 */
import {
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type DocumentSelector,
  type DynamicFeature,
  type FeatureState,
  type LanguageClient,
  type ServerCapabilities,
  type StaticFeature,
  type TextDocumentRegistrationOptions,
} from "vscode-languageclient/node";
import { DEFINITION_LANGUAGES } from "./documents.js";
import { unwanted, type Wishes } from "./offers.js";

export class OffersFeature implements StaticFeature {
  constructor(
    private readonly client: LanguageClient,
    private readonly wishes: () => Wishes,
  ) {}

  fillClientCapabilities(): void {
    // Nothing that the client could not do without this.
  }

  preInitialize(capabilities: ServerCapabilities): void {
    for (const offer of unwanted(capabilities, this.wishes())) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- an absent offer is how the protocol says no
      delete capabilities[offer];
    }
    const { documentFormattingProvider, documentRangeFormattingProvider, documentOnTypeFormattingProvider } =
      capabilities;
    // Taken up here, and so not by the client's own features.
    delete capabilities.documentFormattingProvider;
    delete capabilities.documentRangeFormattingProvider;
    delete capabilities.documentOnTypeFormattingProvider;
    take(this.client.getFeature(DocumentFormattingRequest.method), documentFormattingProvider);
    take(this.client.getFeature(DocumentRangeFormattingRequest.method), documentRangeFormattingProvider);
    take(this.client.getFeature(DocumentOnTypeFormattingRequest.method), documentOnTypeFormattingProvider);
  }

  initialize(): void {
    // All is done before the client's own features look at the offers.
  }

  getState(): FeatureState {
    return { kind: "static" };
  }

  clear(): void {
    // What was registered is the client's, which clears it.
  }
}

function take<Options extends TextDocumentRegistrationOptions>(
  feature: DynamicFeature<Options>,
  offer: boolean | Omit<Options, "documentSelector"> | undefined,
): void {
  if (offer === undefined || offer === false) {
    return;
  }
  const documentSelector: DocumentSelector = DEFINITION_LANGUAGES.map((language) => ({ language }));
  const options = (offer === true ? { documentSelector } : { ...offer, documentSelector }) as Options;
  feature.register({ id: `asl-lint/${feature.registrationType.method}`, registerOptions: options });
}
