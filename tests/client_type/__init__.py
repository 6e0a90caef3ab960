"""The external front-end's calls, in TypeScript against the types of the API's document."""
