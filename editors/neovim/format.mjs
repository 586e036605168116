// Puts the Lua files of folders into their one format, or checks that they are in it: what npm has of StyLua is
// a library without a command line. The format is that of stylua.toml beside this file, where editors find it too.
// usage: node format.mjs [--check] FOLDER...
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const stylua = createRequire(new URL('../../.cache/stylua/', import.meta.url))('@johnnymorganz/stylua');
const lines = readFileSync(new URL('stylua.toml', import.meta.url), 'utf8').trim().split('\n');
const choices = {
  call_parentheses: stylua.CallParenType,
  indent_type: stylua.IndentType,
  quote_style: stylua.QuoteStyle,
  syntax: stylua.LuaVersion,
};

// A new one for each file, because formatCode frees the one it is given.
function settings() {
  const config = stylua.Config.new();
  for (const line of lines) {
    const [name, value] = line.split(' = ');
    const setting = choices[name]?.[JSON.parse(value)] ?? JSON.parse(value);
    if (!(name in config) || typeof setting !== 'number') {
      throw new Error(`format.mjs does not know this line of stylua.toml: ${line}`);
    }
    config[name] = setting;
  }
  return config;
}

const isCheck = process.argv.includes('--check');
const folders = process.argv.slice(2).filter((argument) => argument !== '--check');
for (const path of folders.flatMap((folder) => globSync(`${folder}/**/*.lua`)).sort()) {
  const text = readFileSync(path, 'utf8');
  const config = settings();
  try {
    const formatted = stylua.formatCode(text, config, undefined, stylua.OutputVerification.Full);
    if (formatted !== text && isCheck) {
      console.error(`${path} is not in its format: make format puts it there.`);
      process.exitCode = 1;
    } else if (formatted !== text) {
      writeFileSync(path, formatted);
      console.log(`${path} is formatted.`);
    }
  } catch (failure) {
    console.error(`${path}: ${failure}`);
    process.exitCode = 1;
  }
}
