// What the external front-end does, call by call; compiled and never run.
import type { components, paths } from "./api";

type Methode = "get" | "post" | "put" | "patch" | "delete";
type Methodes<P extends keyof paths> = {
  [M in Methode & keyof paths[P]]: [paths[P][M]] extends [undefined] ? never : M;
}[Methode & keyof paths[P]];
type Operation<P extends keyof paths, M extends keyof paths[P]> = NonNullable<paths[P][M]>;
type Contenu<T> = T extends { content: infer C } ? C[keyof C] : undefined;
type Corps<O> = O extends { requestBody?: infer B } ? Contenu<NonNullable<B>> : undefined;
type Reussite<O> = O extends { responses: infer R }
  ? { [S in keyof R]: S extends 200 | 201 ? Contenu<R[S]> : S extends 204 ? undefined : never }[keyof R]
  : never;
type Adresse<O> = O extends { parameters: { path?: infer C; query?: infer Q } } ? { path?: C; query?: Q } : object;

declare function appeler<P extends keyof paths, M extends Methodes<P>>(
  methode: M,
  route: P,
  options?: Adresse<Operation<P, M>> & { corps?: Corps<Operation<P, M>> },
): Promise<Reussite<Operation<P, M>>>;

type Intervention = components["schemas"]["InterventionSortie"];
type Erreur = components["schemas"]["Erreur"];

function lignes<T>(page: T[] | { results: T[] }): T[] {
  return Array.isArray(page) ? page : page.results;
}

export async function seConnecter(username: string, password: string): Promise<string> {
  const jetons = await appeler("post", "/api/v1/auth/login", { corps: { username, password } });
  const moi = await appeler("get", "/api/v1/auth/me");
  const role: "admin" | "responsable" | "technicien" | "client" = moi.role;
  return `${jetons.token_type} ${jetons.access_token} ${role}`;
}

export async function lister(): Promise<string[]> {
  const page = await appeler("get", "/api/v1/interventions/", {
    query: { statut: "ouverte", ordering: ["-date_creation"], limit: 50 },
  });
  return lignes(page).map((une: Intervention) => `${une.titre} ${une.equipement.nom} ${une.version}`);
}

export async function creer(equipement: number): Promise<Intervention> {
  return appeler("post", "/api/v1/interventions/", {
    corps: { titre: "Fuite d’huile", equipement_id: equipement, type: "corrective", priorite: "haute" },
  });
}

export async function changerStatut(id: number): Promise<Intervention["statut"]> {
  const faite = await appeler("patch", "/api/v1/interventions/{id}/statut", {
    path: { id },
    corps: { statut: "en_cours" },
  });
  return faite.statut;
}

export async function deposer(intervention_id: number): Promise<string> {
  const depose = await appeler("post", "/api/v1/documents/", {
    query: { intervention_id },
    corps: { intervention_id, description: "Photo", type_document: "photo" },
  });
  const auteur: string = depose.uploaded_by;
  return `${depose.path} ${auteur}`;
}

export async function notifications(): Promise<number> {
  const miennes = lignes(await appeler("get", "/api/v1/notifications/user/me", { query: { limit: 10 } }));
  for (const une of miennes.filter((lue) => !lue.read)) {
    await appeler("put", "/api/v1/notifications/{id}/read", { path: { id: une.id } });
  }
  return miennes.length;
}

export async function tableau(): Promise<number> {
  const chiffres = await appeler("get", "/api/v1/dashboard/stats");
  const mois: number[] = chiffres.evolution_mensuelle.map((un) => un.total);
  return chiffres.interventions.ouverte + chiffres.taux_resolution + mois.length;
}

export function phrase(erreur: Erreur): string {
  return Object.entries(erreur.errors ?? {}).map(([nom, textes]) => `${nom} : ${textes.join(" ")}`).join("\n") || erreur.detail;
}
