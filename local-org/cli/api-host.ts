/** What the API surfaces see of a local org. */
import type { ApiHost } from '../api/host.ts';
import type { ParseResult } from '../compiler/1-parse/parse.ts';
import type { SourceFile } from '../compiler/position.ts';
import type { LocalOrg } from '../deploy/local-org.ts';
import { MetadataService } from '../deploy/metadata-service.ts';
import { serialize as toJson } from '../library/org/JSON.ts';
import type { Program } from '../runtime/program.ts';
import { apexHost } from './apex-host.ts';
import { RestRoutes } from './rest-routes.ts';

/**
 * @param metadata one for the whole org, so that deploys wait for each other
 * @param parse a cache may stand in front of the parser
 */
export function apiHost(localOrg: LocalOrg, now: () => number, metadata = new MetadataService({ localOrg }), parse?: (file: SourceFile) => ParseResult): ApiHost {
  const apex = apexHost(localOrg, parse);
  const { org, bus } = localOrg;
  let routes: RestRoutes | undefined;
  let routesOf: Program | undefined;
  const currentRoutes = (): RestRoutes => {
    if (routes === undefined || routesOf !== org.program) {
      routesOf = org.program;
      routes = new RestRoutes(org.program, serialize);
    }
    return routes;
  };
  return {
    metadata,
    organizationId: localOrg.users.organization.id,
    organizationName: localOrg.users.organization.name,
    users: { byId: (id) => localOrg.users.byId(id), signedIn: (id) => localOrg.users.signedIn(id), byUsername: (name) => localOrg.users.byUsername(name) },
    events: {
      topic: (name) => bus.topic(name),
      read: (topic, after, limit) => bus.read(topic, after, limit),
      types: (topic) => bus.types(topic),
      latest: () => bus.latest(),
      oldest: () => bus.oldest(),
      onPublished: (listener) => bus.onPublished(listener),
    },
    schema: () => org.schema,
    deployedFiles: () => localOrg.deployed.files,
    canReadField: (user, object, field) => localOrg.users.permissions(user).canReadField(object, field),
    canViewAll: (user, object) => localOrg.users.permissions(user).objects(object).viewAll,
    run: (options, body) => org.run(options, body),
    hasUserPermission: (user, name) => localOrg.users.hasUserPermission(user, name),
    apex,
    canRunClass: (user, className) => localOrg.users.canRunClass(user, className),
    findApexRest: (verb, path) => currentRoutes().find(verb, path),
    allowances: localOrg.allowances,
    now,
  };
}

/** The result of an Apex REST method as the platform serialises it; nothing for void methods. */
function serialize(value: unknown): string | undefined {
  return value === undefined ? undefined : toJson(value);
}
