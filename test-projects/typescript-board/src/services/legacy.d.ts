declare const legacy: {
  version: string;
};
export = legacy;
