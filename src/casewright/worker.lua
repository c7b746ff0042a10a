-- Answers the requests of pandoc.py on standard input until it is closed.
-- A message is one line of JSON whose `parts` are the lengths of the byte strings that follow it.

local READ_FORMAT = table.concat({
  'markdown',
  '-raw_html-raw_attribute-raw_tex-latex_macros-native_divs-native_spans',
  '-markdown_in_html_blocks-yaml_metadata_block-pandoc_title_block-mmd_title_block',
  '-implicit_figures-auto_identifiers-example_lists-tex_math_dollars',
})

local function read_ast(json)
  return pandoc.read(json, 'json')
end

local function write_ast(doc)
  return pandoc.write(doc, 'json')
end

local ops = {}

-- The empty fourth argument makes the reader see an empty file system and no network.
function ops.read(_, parts)
  return write_ast(pandoc.read(parts[1], READ_FORMAT, {}, {}))
end

function ops.csl_items(_, parts)
  return pandoc.write(pandoc.read(parts[1], 'bibtex', {}, {}), 'csljson')
end

function ops.cite(request, parts)
  local doc = read_ast(parts[1])
  doc.meta = pandoc.Meta {
    references = pandoc.read(parts[3], 'csljson', {}, {}).meta.references,
    csl = pandoc.MetaString(parts[2]),
    lang = pandoc.MetaString(request.language),
    ['link-citations'] = false,
    ['link-bibliography'] = true,
  }
  local cited = pandoc.utils.citeproc(doc)
  cited.meta = {}
  return write_ast(cited)
end

function ops.write(request, parts)
  local doc = read_ast(parts[1])
  pandoc.mediabag.empty()
  for i, media in ipairs(request.media) do
    pandoc.mediabag.insert(media.target, media.mime, parts[i + 1])
  end
  -- A writer reads images that are not in the media bag from the disk.
  doc:walk {
    Image = function(image)
      if request.embeds and not pandoc.mediabag.lookup(image.src) then
        error('image ' .. image.src .. ' was not handed over', 0)
      end
    end
  }
  local format = { format = request.to, extensions = request.extensions }
  return pandoc.write(doc, format, request.options)
end

local function answer(header, body)
  header.parts = { #body }
  io.stdout:write(pandoc.json.encode(header), '\n', body)
  io.stdout:flush()
end

-- What pandoc sets up on first use (its extensions, data files, locales) is set up here, while the
-- caller is still reading; a failure will come again with the first request.
local function warm_up()
  local style = [[<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
    <info><title>t</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>
    <citation><sort><key variable="citation-number"/></sort>
      <layout><text variable="citation-number"/></layout></citation>
    <bibliography><layout><text variable="title"/></layout></bibliography></style>]]
  local text = 'a *b* "c"^2^ [@d; @o] [e]{.f}[^1]\n\n[^1]: g\n\n- h\n\n| i | j |\n|---|---|\n| k | l |\n\n'
    .. '::: {#refs}\n:::\n'
  local ast = ops.read({}, { text })
  local items = '[{"id": "d", "type": "article-journal", "title": "m"}, {"id": "o", "type": "book"}]'
  ast = ops.cite({ language = 'en-US' }, { ast, 'data:text/xml,' .. style, items })
  ops.write({ to = 'html5', extensions = {}, options = {}, media = {} }, { ast })
  ops.write({ to = 'docx', extensions = {}, options = {}, media = {} }, { ast })
end

pcall(warm_up)
io.stdin:setvbuf('full', 65536)
for line in io.lines() do
  local request = pandoc.json.decode(line, false)
  local parts = {}
  for i, size in ipairs(request.parts) do
    parts[i] = size > 0 and io.read(size) or ''
  end
  local ok, result = pcall(ops[request.op], request, parts)
  answer({ ok = ok }, ok and result or tostring(result):gsub('\nstack traceback:.*', ''))
end
