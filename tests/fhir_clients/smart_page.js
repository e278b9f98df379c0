// The page for Smart Forms: the form as an application shows it, and what it would save.

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  BaseRenderer,
  RendererThemeProvider,
  getResponse,
  removeEmptyAnswersFromResponse,
  useBuildForm,
} from '@aehrc/smart-forms-renderer';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

let root;

function Form({ questionnaire }) {
  const building = useBuildForm({ questionnaire });
  return building ? null : createElement(BaseRenderer);
}

globalThis.showForm = (questionnaire) => {
  root?.unmount();
  root = createRoot(document.getElementById('form'));
  const client = createElement(
    QueryClientProvider,
    { client: new QueryClient() },
    createElement(Form, { questionnaire }),
  );
  root.render(createElement(RendererThemeProvider, null, client));
};

globalThis.readForm = (questionnaire) =>
  removeEmptyAnswersFromResponse(questionnaire, getResponse());
