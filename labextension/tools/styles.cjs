// Makes the style sheets small: the builder puts them into the bundle as they are written.
module.exports = {
  module: { rules: [{ test: /\.css$/, loader: 'builtin:lightningcss-loader', options: { minify: true } }] }
};
