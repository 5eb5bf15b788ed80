namespace Virtuos.Records.Packages;

/// <summary>What exactly is wrong, as a key of the texts <c>records.package.detail.*</c> with its values.</summary>
internal sealed record Detail(string Key, params (string Name, object? Value)[] Values);

/// <summary>A rule is broken at a place of the package: <c>mets.xml</c> with line and path, or the name of a file.</summary>
internal readonly record struct Fault(string Place, Detail Detail);

/// <summary>A broken rule of the standard.</summary>
internal sealed record Finding(SipRule Rule, string Place, Detail Detail);
