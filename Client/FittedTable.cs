using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansLld;

/// <summary>
/// A table that fits the width: where it is too narrow, columns that can be spared go, the last first, before anything is broken over
/// lines.
/// </summary>
internal sealed class FittedTable
{
    /// <summary>Spaces around a cell, with the simple border.</summary>
    private const int CellPadding = 3;

    private readonly List<Column> _columns;
    private readonly List<Cell[]> _rows = [];

    /// <param name="columns">Headings; a leading '&gt;' aligns numbers to the right, a trailing '?' marks what can be spared.</param>
    public FittedTable(params IEnumerable<string> columns) => _columns = [.. columns.Select(Column.Parse)];

    public void AddRow(params Cell[] cells) => _rows.Add(cells);

    public void WriteTo(IAnsiConsole console)
    {
        var shown = Enumerable.Range(0, _columns.Count).ToList();
        while (Width(shown) > console.Profile.Width && shown.FindLastIndex(column => _columns[column].IsSpare) is >= 0 and var spare)
            shown.RemoveAt(spare);
        var table = new Table().Border(TableBorder.Simple);
        var fits = Width(shown) <= console.Profile.Width;
        foreach (var column in shown)
            table.AddColumn(_columns[column].Render(fits));
        foreach (var row in _rows)
            table.AddRow(shown.Select(column => row[column].Render()));
        console.Write(table);
    }

    private int Width(List<int> shown) =>
        1 + shown.Sum(column => CellPadding + Math.Max(
            _columns[column].Heading.Length, _rows.Count == 0 ? 0 : _rows.Max(row => row[column].Text.Length)));

    private sealed record Column(string Heading, bool IsNumber, bool IsSpare)
    {
        public static Column Parse(string text) => new(text.TrimStart('>').TrimEnd('?'), text[0] == '>', text[^1] == '?');

        public TableColumn Render(bool whole)
        {
            var column = new TableColumn(new Text(Heading));
            if (whole)
                column.NoWrap();
            return IsNumber ? column.RightAligned() : column;
        }
    }
}

/// <summary>What stands in a table, in a colour where it helps.</summary>
internal readonly record struct Cell(string Text, Color? Color = null)
{
    public static implicit operator Cell(string text) => new(text);

    public IRenderable Render() => Color is { } color ? new Text(Text, new Style(color)) : new Text(Text);
}
