import { serviceArguments } from '#service/command-line';
import { runService } from '#service/run';
import { GatewayModule } from './gateway.module.js';

await runService(() => ({
  role: 'gateway',
  towns: [],
  port: serviceArguments().port,
  module: GatewayModule,
  bodyParser: false, // The graph reads its bodies itself, strictly.
  configure: (app) => GatewayModule.open(app),
}));
