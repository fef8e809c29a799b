// Validates Kubernetes objects against the schemas of Kubernetes and of the Prometheus operator.
//
//   node judge-kubernetes-objects.mjs DIRECTORY <OBJECTS
//
// DIRECTORY is what install-kubernetes-tools filled; OBJECTS is a JSON array. Prints a line for each
// object that is not valid; exits with 1 if there is one. Unknown fields are no problem here: the
// schemas leave them open.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const modules = resolve(process.argv[2], "node_modules");

function packageOf(apiVersion) {
  return apiVersion.startsWith("monitoring.coreos.com/")
    ? "@kubernetes-models/prometheus-operator"
    : "kubernetes-models";
}

async function modelOf({ apiVersion, kind }) {
  const file = resolve(modules, packageOf(apiVersion), apiVersion, "index.js");
  return (await import(pathToFileURL(file)))[kind];
}

let good = true;
for (const object of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    new (await modelOf(object))(object).validate();
  } catch (error) {
    good = false;
    console.log(`${object.kind} ${object.metadata?.name}: ${error.message}`);
  }
}
process.exit(good ? 0 : 1);
