/** What may happen to a server whose counter is in Oracle Database, or in what the driver takes for one: see ../oracle/README.md. */
import "./cases/oracle/commit";
import "./cases/oracle/instance";
import "./cases/oracle/network";
import "./cases/oracle/listener";
import "./cases/oracle/counter";
import "./cases/oracle/password";
