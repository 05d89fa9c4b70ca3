/** Rules of a type of field, besides those of every field. */
export interface FieldRules {
  /** Keys of its own beside those of every field. */
  readonly own?: readonly string[];
  /** Inputs that a picker must be told. */
  readonly needs?: readonly string[];
  /** Inputs that a picker may be told. */
  readonly takes?: readonly string[];
}

const text = { own: ["minLength", "maxLength", "pattern"] };
const figure = { own: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] };
const inCompartment = { needs: ["compartmentId"] };

/** Types of fields that the form knows. */
export const fieldTypes: Readonly<Record<string, FieldRules>> = {
  array: { own: ["items", "minItems", "maxItems", "uniqueItems"] },
  boolean: {},
  enum: { own: ["enum", "additionalProps"] },
  integer: figure,
  number: figure,
  string: text,
  text: { own: [...text.own, "multiline"] },
  file: {},
  password: { own: [...text.own, "confirmation"] },
  datetime: {},
  "oci:identity:compartment:id": {},
  "oci:identity:region:name": {},
  "oci:identity:availabilitydomain:name": { ...inCompartment, takes: ["regionName"] },
  "oci:identity:faultdomain:name": { needs: ["compartmentId", "availabilityDomainName"] },
  "oci:core:image:id": { ...inCompartment, takes: ["operatingSystem", "operatingSystemVersion", "shape"] },
  "oci:core:instanceshape:name": { ...inCompartment, takes: ["imageId", "availabilityDomain"] },
  "oci:core:instanceshapewithflex:name": { ...inCompartment, takes: ["imageId", "availabilityDomain"] },
  "oci:core:vcn:id": inCompartment,
  "oci:core:subnet:id": {
    needs: ["vcnId", "compartmentId"],
    takes: ["hidePublicSubnet", "hidePrivateSubnet", "hideRegionalSubnet", "hideAdSubnet"],
  },
  "oci:core:ssh:publickey": {},
  "oci:kms:vault:id": inCompartment,
  "oci:kms:key:id": {
    needs: ["compartmentId", "vaultId"],
    takes: ["protectionMode", "algorithm", "length", "curveId"],
  },
};
