// Works out a calculatedExpression by fhirpath.js, as a form does.
// Usage: node evaluate.js < LINES. The first line is {variables: [{name, expression}], result}, the
// others are QuestionnaireResponses, one JSON a line; for each a line comes out: a list of values.

import { createInterface } from 'node:readline';
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4/index.js';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { variables, result } = JSON.parse((await lines.next()).value);
const named = variables.map(({ name, expression }) => [name, fhirpath.compile(expression, r4)]);
const worked = fhirpath.compile(result, r4);

for await (const line of lines) {
  const resource = JSON.parse(line);
  const context = { resource };
  for (const [name, expression] of named) context[name] = expression(resource, context);
  process.stdout.write(`${JSON.stringify(worked(resource, context))}\n`);
}
