using System.Globalization;
using System.Text.Json;
using Virtuos.Contracts.Services;

namespace Virtuos.Services.FormEngine;

/// <summary>Answers as JSON: texts, lists of texts, addresses as objects, tables as rows, files as their names, sizes and hashes.</summary>
internal static class AnswerJson
{
    /// <summary>Writes the answers of these questions, in this order, as one object.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<Question> questions, Answers answers)
    {
        json.WriteStartObject();
        foreach (var question in questions)
        {
            if (answers[question.Id] is not { } answer) continue;
            json.WritePropertyName(question.Id);
            Write(json, answer);
        }
        json.WriteEndObject();
    }

    /// <summary>Writes everything but files, which a draft keeps as rows of their own.</summary>
    public static void WriteAll(Utf8JsonWriter json, Answers answers)
    {
        json.WriteStartObject();
        foreach (var field in answers.Fields)
        {
            if (answers[field] is FilesAnswer) continue;
            json.WritePropertyName(field);
            Write(json, answers[field]!);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Answer answer)
    {
        switch (answer)
        {
            case TextAnswer text:
                json.WriteStringValue(text.Text);
                break;
            case ListAnswer list:
                Row(json, list.Values);
                break;
            case AddressAnswer address:
                json.WriteStartObject();
                json.WriteString("street", address.Street);
                json.WriteString("municipality", address.Municipality);
                json.WriteString("postcode", address.PostCode);
                json.WriteEndObject();
                break;
            case TableAnswer table:
                json.WriteStartArray();
                foreach (var row in table.Rows) Row(json, row);
                json.WriteEndArray();
                break;
            case FilesAnswer files:
                json.WriteStartArray();
                foreach (var file in files.Files) Write(json, file);
                json.WriteEndArray();
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, FiledPart file)
    {
        json.WriteStartObject();
        json.WriteString("name", file.Name);
        json.WriteString("type", file.MimeType);
        json.WriteNumber("size", file.Size);
        json.WriteString("hash", file.Blob);
        json.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter json, IEnumerable<string> values)
    {
        json.WriteStartArray();
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>
    /// Reads answers that this program or a foreign one wrote; what has not the shape of its question is returned as unreadable. Rows of
    /// tables may also be objects by column. Files are read only from our own hand.
    /// </summary>
    public static (Answers Answers, IReadOnlyList<string> Unreadable) Read(JsonElement json, IReadOnlyDictionary<string, Question> questions, bool ours)
    {
        var answers = new Answers();
        List<string> unreadable = [];
        foreach (var property in json.EnumerateObject())
        {
            if (!questions.TryGetValue(property.Name, out var question)) unreadable.Add(property.Name);
            else if (property.Value.ValueKind == JsonValueKind.Null) continue;
            else if (Read(property.Value, question, ours) is { } answer) answers[property.Name] = answer;
            else unreadable.Add(property.Name);
        }
        return (answers, unreadable);
    }

    private static Answer? Read(JsonElement json, Question question, bool ours) => question.Type switch
    {
        QuestionType.Choices => List(json) is { } values ? new ListAnswer(values) : null,
        QuestionType.Address => json.ValueKind == JsonValueKind.Object ? new AddressAnswer(Part(json, "street"), Part(json, "municipality"), Part(json, "postcode")) : null,
        QuestionType.Table => Table(json, question),
        QuestionType.File => ours ? new FilesAnswer([.. json.EnumerateArray().Select(f => new FiledPart(Part(f, "hash"), Part(f, "name"), Part(f, "type"), f.GetProperty("size").GetInt64()))]) : null,
        _ => Scalar(json) is { } text ? new TextAnswer(text) : null,
    };

    private static TableAnswer? Table(JsonElement json, Question table)
    {
        if (json.ValueKind != JsonValueKind.Array) return null;
        List<string[]> rows = [];
        foreach (var item in json.EnumerateArray())
        {
            var row = item.ValueKind == JsonValueKind.Object ? [.. table.Columns.Select(c => Part(item, c.Id))] : List(item)?.ToArray();
            if (row is null || row.Length > table.Columns.Count) return null;
            rows.Add(row.Length == table.Columns.Count ? row : [.. row, .. Enumerable.Repeat("", table.Columns.Count - row.Length)]);
        }
        return new(rows);
    }

    private static List<string>? List(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array) return null;
        List<string> values = [];
        foreach (var item in json.EnumerateArray())
            if (Scalar(item) is { } value) values.Add(value);
            else return null;
        return values;
    }

    private static string Part(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var part) ? Scalar(part) ?? "" : "";

    private static string? Scalar(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetDecimal(out var number) ? number.ToString(CultureInfo.InvariantCulture) : json.GetRawText(),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null => "",
        _ => null,
    };
}
