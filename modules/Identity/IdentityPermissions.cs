namespace Virtuos.Identity;

/// <summary>Codes of the module's permissions.</summary>
internal static class IdentityPermissions
{
    public const string SignIn = "identity.sign-in";
    public const string Register = "identity.register";
    public const string OwnAccount = "identity.own-account";
    public const string ManageAccounts = "identity.manage-accounts";
    public const string Substitute = "identity.substitute";
    public const string SubstituteOthers = "identity.substitute-others";
    public const string SeeRoles = "identity.see-roles";
}
