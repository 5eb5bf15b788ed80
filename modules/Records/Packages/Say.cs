namespace Virtuos.Records.Packages;

/// <summary>The words in which rules say what they found.</summary>
internal static class Say
{
    /// <summary>At an element: what is missing there.</summary>
    public static Fault Lacks(this Node node, string what) => new(node.Place, new("missing", ("what", what)));

    public static Fault Faulty(this Node node, string key, params (string, object?)[] values) => new(node.Place, new(key, values));

    /// <summary>A value is another than it should be.</summary>
    public static Fault Differs(this Node node, string what, string? found, string expected) =>
        new(node.Place, found is null ? new("missing-value", ("what", what), ("expected", expected)) : new("wrong", ("what", what), ("found", found), ("expected", expected)));

    /// <summary>Something is there more or less often than it should be.</summary>
    public static Fault Times(this Node node, string what, int found, string expected) =>
        new(node.Place, found == 0 ? new("missing", ("what", what)) : new("times", ("what", what), ("found", found), ("expected", expected)));
}
