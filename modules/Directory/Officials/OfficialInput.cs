using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Directory.Officials;

/// <summary>What an administrator says about an official.</summary>
/// <param name="Unit">A unit of the own office.</param>
/// <param name="Title">What they are, as people read it.</param>
/// <param name="Roles">At least one of <see cref="Contracts.Directory.Roles"/>.</param>
internal sealed record OfficialInput(string Name, string Email, string Phone, Guid? Unit, string Title, IReadOnlyList<string> Roles)
{
    public static readonly IReadOnlyList<string> AllRoles =
        [Contracts.Directory.Roles.Clerk, Contracts.Directory.Roles.Head, Contracts.Directory.Roles.FilingRoom, Contracts.Directory.Roles.Mayor, Contracts.Directory.Roles.Administrator];

    private const int LongestTitle = 100;

    /// <summary>The same in canonical form, or what is wrong at which field.</summary>
    public async Task<Result<OfficialInput>> Check(DirectoryDb db, CancellationToken cancel)
    {
        List<Refusal> wrong = [];
        var person = PersonData.Read(Name, Email, Phone, wrong);
        var title = SafeText.Clean(Title, LongestTitle);
        if (title.TooLong || title.Text.Length == 0) wrong.Add(Refusal.Invalid("title", "directory.person.title", ("most", LongestTitle)));
        // A unit of another office is answered as one that does not exist.
        if (Unit is not { } unit || !await db.Units.AnyAsync(u => u.Id == unit, cancel)) wrong.Add(Refusal.Invalid("unit", "directory.person.unit"));
        if (Roles.Count == 0 || Roles.Any(r => !AllRoles.Contains(r))) wrong.Add(Refusal.Invalid("roles", "directory.person.roles"));
        return wrong.Count > 0 ? wrong : this with { Name = person.Name, Email = person.Email, Phone = person.Phone, Title = title.Text, Roles = [.. AllRoles.Where(Roles.Contains)] };
    }
}
