// `npm run bench` lives in bench/, beside its clients and its floor.
import '../bench/bench.ts';
