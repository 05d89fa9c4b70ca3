import type { Call } from "./call";

const parameter = "LaunchTemplateData.UserData";

/**
 * User data of launch templates' later versions.
 *
 * moto 5.2.1 parses user data where a template is created and not where a version is added (`create_launch_template_version` in
 * moto/ec2/responses/launch_templates.py), and asserts that it was parsed where a server starts (`LaunchTemplateVersion.user_data` in
 * moto/ec2/models/launch_templates.py). So a group that starts a server of a later version is answered 500. Emulated servers run
 * nothing: moto is not given the user data of later versions, and answers have it all the same.
 */
export class TemplateUserData {
  private readonly kept = new Map<string, string>();

  /** A version that is added, without its user data. */
  inRequest(parameters: URLSearchParams): URLSearchParams {
    const asked = new URLSearchParams(parameters);
    asked.delete(parameter);
    return asked;
  }

  /** An answer about versions, with the user data of each. */
  inAnswer({ parameters }: Call, answer: string): string {
    const given = parameters.get(parameter);
    const version = /<launchTemplateId>([^<]+)<.*?<versionNumber>(\d+)<.*?<launchTemplateData>/gs;
    return answer.replace(version, (begin, template: string, number: string) => {
      const name = `${template} ${number}`;
      if (given !== null) this.kept.set(name, given);
      const userData = this.kept.get(name);
      return userData === undefined ? begin : `${begin}<userData>${userData}</userData>`;
    });
  }
}
