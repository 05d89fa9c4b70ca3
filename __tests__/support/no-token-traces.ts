import { withoutTokenTraces } from "../../stacks/context/token-traces";

withoutTokenTraces();
