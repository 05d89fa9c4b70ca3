/** The folder of `lib` that holds the class for a name: `core-vcn`, or `data-oci-core-images`. */
export const libFolder = (name: string) =>
  name.replace("data.", "data_").replace(/^oci_/, "").replaceAll("_", "-");
