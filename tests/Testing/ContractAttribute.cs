namespace Virtuos.Testing;

/// <summary>This test proves a row of the contract; <see cref="Part"/> says which part when it is not the whole row.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class ContractAttribute(string row) : Attribute
{
    public string Row { get; } = row;

    public string? Part { get; set; }
}
