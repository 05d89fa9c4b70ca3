/** Rule for the address of a mailbox, worded to follow "must". */
export const emailRule = "be an e-mail address such as ops@example.com";

/** Whether `text` obeys {@link emailRule}: one mailbox, without a name beside it, and nothing that Terraform would evaluate. */
export function isEmail(text: string): boolean {
  return /^(?!.*[$%]\{)[^\s@<>()[\]\\,:;"]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i.test(
    text,
  );
}

/** Rule for the name of a region of AWS, worded to follow "must". */
export const regionRule = "be a region's name such as us-east-1";

/** Whether `text` has the form of a region's name, such as `us-east-1` or `us-ashburn-1`. */
export function isRegionName(text: unknown): boolean {
  return typeof text === "string" && /^[a-z]{2}(-[a-z]+)+-\d$/.test(text);
}
