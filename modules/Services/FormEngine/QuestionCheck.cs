namespace Virtuos.Services.FormEngine;

/// <summary>Whether one question of a form makes sense by itself.</summary>
internal static class QuestionCheck
{
    private static readonly QuestionType[] InTables =
    [
        QuestionType.Text, QuestionType.Email, QuestionType.Phone, QuestionType.Number, QuestionType.Money, QuestionType.Date, QuestionType.Choice, QuestionType.YesNo,
        QuestionType.BirthNumber, QuestionType.OrgNumber, QuestionType.PostCode, QuestionType.Chip, QuestionType.Plate, QuestionType.Account,
    ];

    private static readonly QuestionType[] Bounded = [QuestionType.Text, QuestionType.TextArea, QuestionType.Number, QuestionType.Money, QuestionType.Choices, QuestionType.File, QuestionType.Table];

    public static void Check(Question question, YamlProblems problems)
    {
        void Problem(string text) => problems.Add(question.Line, $"question '{question.Id}': {text}");

        if (question.Type is QuestionType.Choice && question.Options.Count < 2) Problem("a choice needs at least two 'options'.");
        if (question.Type is QuestionType.Choices && question.Options.Count < 1) Problem("choices need 'options'.");
        if (question.Type is not (QuestionType.Choice or QuestionType.Choices) && question.Options.Count > 0) Problem("only choice and choices have 'options'.");
        foreach (var twice in question.Options.GroupBy(o => o.Value).Where(g => g.Count() > 1)) problems.Add(twice.Last().Line, $"the option '{twice.Key}' is there twice.");
        if (question.Min > question.Max) Problem("'min' is more than 'max'.");
        if ((question.Min ?? question.Max) is not null && !Bounded.Contains(question.Type)) Problem("'min' and 'max' make no sense for this type.");
        if (question.Type is not QuestionType.Date && (question.Earliest ?? question.Latest) is not null) Problem("'earliest' and 'latest' are for dates.");
        if (question.Type is not (QuestionType.Text or QuestionType.TextArea) && question.Pattern is not null) Problem("'pattern' is for texts.");
        if (question.Type is QuestionType.Table) Table(question, problems);
        else if (question.Columns.Count > 0) Problem("only a table has 'columns'.");
        foreach (var format in question.Formats.Where(f => !FileFormats.Known.Contains(f))) Problem($"unknown format '{format}'; known: {string.Join(", ", FileFormats.Known)}.");
        if (question.Formats.Count > 0 && question.Type != QuestionType.File) Problem("'formats' are for files.");
    }

    private static void Table(Question table, YamlProblems problems)
    {
        if (table.Columns.Count == 0) problems.Add(table.Line, $"the table '{table.Id}' needs 'columns'.");
        if (table.Max > TableLimits.Rows) problems.Add(table.Line, $"a table has at most {TableLimits.Rows} rows.");
        foreach (var twice in table.Columns.GroupBy(c => c.Id).Where(g => g.Count() > 1)) problems.Add(twice.Last().Line, $"the column '{twice.Key}' is there twice.");
        foreach (var column in table.Columns)
        {
            if (!InTables.Contains(column.Type)) problems.Add(column.Line, $"a column cannot be of the type {column.Type.ToString().ToLowerInvariant()}.");
            if (column.When is not null || column.Options.Any(o => o.When is not null)) problems.Add(column.Line, "a column has no conditions.");
            if ((column.Earliest is { } e && !DayLimit.IsKnown(e)) || (column.Latest is { } l && !DayLimit.IsKnown(l))) problems.Add(column.Line, "a column's 'earliest' and 'latest' are days.");
            Check(column, problems);
        }
    }
}

internal static class TableLimits
{
    public const int Rows = 5000;
}
