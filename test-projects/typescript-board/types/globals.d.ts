interface BuildInfo {
  commit: string;
}

declare const BUILD_INFO: BuildInfo;

declare module "*.svg" {
  const url: string;
  export default url;
}
