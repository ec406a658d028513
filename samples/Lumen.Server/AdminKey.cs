using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Lumen.Server;

/// <summary>Lets whoever shows the key of <c>Lumen__AdminKey</c> in the header <c>x-admin-key</c> administrate.</summary>
internal sealed class AdminKey(IOptionsMonitor<AdminKey.Settings> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AdminKey.Settings>(options, logger, encoder)
{
    public const string SchemeName = "admin-key";
    public const string Policy = "admin-key";
    private const string Header = "x-admin-key";

    /// <summary>Adds the scheme, and a policy that wants it.</summary>
    public static void AddTo(IServiceCollection services, string key)
    {
        services.AddAuthentication().AddScheme<Settings, AdminKey>(SchemeName, settings => settings.Key = key);
        services.AddAuthorization(authorization => authorization.AddPolicy(
            Policy, policy => policy.AddAuthenticationSchemes(SchemeName).RequireAuthenticatedUser()));
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var shown = Encoding.UTF8.GetBytes(Request.Headers[Header].ToString());
        return Task.FromResult(shown.Length == 0 ? AuthenticateResult.NoResult()
            : CryptographicOperations.FixedTimeEquals(SHA256.HashData(shown), SHA256.HashData(Encoding.UTF8.GetBytes(Options.Key)))
                ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), SchemeName))
                : AuthenticateResult.Fail("The key is another."));
    }

    internal sealed class Settings : AuthenticationSchemeOptions
    {
        public string Key { get; set; } = string.Empty;
    }
}
