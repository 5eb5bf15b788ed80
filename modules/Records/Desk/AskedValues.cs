namespace Virtuos.Records;

/// <summary>The values of a question that is put together from parts.</summary>
internal static class AskedValues
{
    /// <returns>How the value is named in the text of the question.</returns>
    public static string Place(this List<object> values, object value)
    {
        values.Add(value);
        return $"${values.Count}";
    }
}
