using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

/// <param name="Contains">Part of a name or an e-mail; null = everybody but citizens.</param>
internal sealed record ListAccountsInput(string? Contains);

internal sealed record AccountLine(Guid Id, string Kind, string Name, string Email, Guid? Office, bool Confirmed, bool Disabled, DateTimeOffset? LastSignIn);

/// <summary>The operator looks up accounts; citizens only by a part of the name or e-mail, at most 200.</summary>
internal sealed class ListAccounts(Caller caller, IdentityDb db) : UseCase<ListAccountsInput, IReadOnlyList<AccountLine>>(caller, IdentityPermissions.ManageAccounts)
{
    protected override async Task<Result<IReadOnlyList<AccountLine>>> Do(ListAccountsInput input, CancellationToken cancel)
    {
        var found = input.Contains is { Length: > 0 } part
            ? db.Accounts.Where(a => a.EmailFolded.Contains(EmailAddress.Fold(part)) || EF.Functions.ILike(a.Name, "%" + part.Replace("%", "\\%").Replace("_", "\\_") + "%"))
            : db.Accounts.Where(a => a.Kind != AccountKind.Citizen);
        return await found.OrderBy(a => a.EmailFolded).Take(200)
            .Select(a => new AccountLine(a.Id, a.Kind.ToString(), a.Name, a.Email, a.Office, a.EmailConfirmedAt != null, a.DisabledAt != null,
                db.Sessions.Where(s => s.Account == a.Id && s.Strength != Strength.Pending).Max(s => (DateTimeOffset?)s.CreatedAt)))
            .ToListAsync(cancel);
    }
}
