namespace Virtuos.Testing;

/// <summary>This test proves a requirement of the national standard for records systems; the list is in tests/Rules, the map in docs/generated/nsesss.md.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequirementAttribute(string id) : Attribute
{
    public string Id { get; } = id;
}
