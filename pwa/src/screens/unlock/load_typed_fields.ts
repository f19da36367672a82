// What is half typed is taken up when the app locks: long after the list, and never without the worker or an early fetch.
export const loadTypedFields = () => import("./typed_fields");
